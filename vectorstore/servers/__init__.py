"""Engines that run as servers, for several processes or more than one machine can hold."""
