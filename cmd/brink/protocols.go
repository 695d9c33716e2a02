package main

import (
	"brink/config"
	"brink/protocols/all"
)

// protocols are those that a configuration may name.
func protocols() []config.Protocol {
	var list []config.Protocol
	for _, f := range all.Factories() {
		list = append(list, config.Protocol{Name: f.Name, Addresses: f.Addresses, Options: f.Options})
	}
	return list
}
