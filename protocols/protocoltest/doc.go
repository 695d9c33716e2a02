// Package protocoltest is the one suite that every protocol must pass: the laws
// of protocols.Protocol, tried on a tape of the protocol's own contracts.
//
// It must never know a protocol: what holds for one only is tested beside it.
package protocoltest
