"""Sockets, ICE, DTLS, SCTP and SRTP: everything between a datagram and a packet somebody may trust."""
