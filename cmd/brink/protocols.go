package main

import "brink/config"

// protocols are those that a configuration may name.
func protocols() []config.Protocol {
	return []config.Protocol{
		{Name: "aave-v3", Addresses: []string{"pool_addresses_provider"}},
	}
}
