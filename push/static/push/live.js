// A task's progress, asked for again every two seconds while it moves and somebody looks.
"use strict";
(() => {
  const part = () => document.getElementById("push-progress");
  const again = async () => {
    if (!part() || part().dataset.live !== "yes") return;
    if (!document.hidden) {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
      if (answer && answer.ok) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const fresh = page.getElementById("push-progress");
        if (fresh) part().replaceWith(document.adoptNode(fresh));
      }
    }
    setTimeout(again, 2000);
  };
  setTimeout(again, 2000);
})();
