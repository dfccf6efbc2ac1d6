"""For those who run the installation: is it ready, how is it doing, what does the log say."""
