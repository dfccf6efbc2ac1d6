"""What reviewers say of answers, and what that would change."""
