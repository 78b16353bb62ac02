"""What the integration tests stand on: a private broker, the daemon as a process, producers, consumers, the store."""
