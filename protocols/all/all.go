// Package all is the list of protocols that brink knows: one line each. It must
// never do more than list them.
package all

import (
	"brink/protocols"
	"brink/protocols/aavev2"
	"brink/protocols/aavev3"
	"brink/protocols/compoundv2"
	"brink/protocols/compoundv3"
	"brink/protocols/morphoblue"
)

// Factories are all protocol families.
func Factories() []protocols.Factory {
	return []protocols.Factory{
		aavev2.Factory(),
		aavev3.Factory(),
		compoundv2.Factory(),
		compoundv3.Factory(),
		morphoblue.Factory(),
	}
}
