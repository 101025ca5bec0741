"""Kubernetes: hosts, the store, apiservers, controllers, schedulers, kubelets and proxies."""
