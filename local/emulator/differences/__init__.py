"""Where MiniStack is changed: one module for a topic, each of which makes its changes when it is imported."""
