"""The pages on which staff talk with citizens."""
