"""Those who work in the console: who they are, what they may see, where they are logged in."""
