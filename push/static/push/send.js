// The form of a send: only the fields of the chosen audience, and the notification as a phone may show it.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector(".push-send");
  if (!form) return;
  const field = (name) => form.querySelector(`[name="${name}"]`);
  const OF = { userIds: ["userIds"], deviceIds: ["deviceIds"], tags: ["any", "all", "none"], all: [] };
  const choose = () => {
    const wanted = OF[field("to").value] || [];
    for (const name of Object.values(OF).flat()) {
      const place = form.querySelector(`[data-field="${name}"]`);
      if (place) place.hidden = !wanted.includes(name);
    }
  };
  const show = () => {
    for (const place of document.querySelectorAll("[data-shows]")) {
      const from = field(place.dataset.shows);
      const text = from ? from.value : "";
      place.textContent = text || place.dataset.empty || "";
      place.classList.toggle("empty", !text);
    }
  };
  field("to").addEventListener("change", choose);
  form.addEventListener("input", show);
  choose();
  show();
});
