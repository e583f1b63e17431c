"""The demo's phones, at `/demo/phones`: what the demo app's pushes look like where they arrive."""
