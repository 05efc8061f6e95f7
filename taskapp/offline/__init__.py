"""Working without a network: the installable app, tasks kept on one's own device, progress reports sent later."""
