"""How conversations come in: files, the API, webhooks; redacted first where asked, analysed by a worker."""
