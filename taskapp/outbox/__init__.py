"""Messages waiting to be sent: contract, claim, retry, SMTP, delivery log. Knows nothing of tasks."""
