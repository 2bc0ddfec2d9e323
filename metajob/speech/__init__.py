"""Speaking Korean and writing down what was said: engines, pronunciation, delivery measures."""
