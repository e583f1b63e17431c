"""The demo's chat, at `/demo/chat`: two people side by side, each with a socket of his own."""
