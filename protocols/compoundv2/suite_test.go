package compoundv2

import (
	_ "embed"
	"testing"

	"brink/protocols"
	"brink/protocols/protocoltest"

	"github.com/ethereum/go-ethereum/common"
)

// venus is Venus' own contracts through a random history on the devnet, with
// liquidations, some of them taken back.
//
//go:embed testdata/venus.tape
var venus []byte

func suite() protocoltest.Suite {
	return protocoltest.Suite{
		Open: func(env protocols.Env) (protocols.Protocol, error) {
			return Open(env, &Options{Variant: "venus", Rounding: "down", Unit: "usd"})
		},
		Env: protocols.Env{Addresses: map[string]common.Address{
			Comptroller: common.HexToAddress("0x3d82667bb7dc84DD614D1e75cabC249A2A6D6387"),
		}},
		Tape: venus,
	}
}

func TestSuite(t *testing.T) { protocoltest.Run(t, suite()) }

func FuzzLogs(f *testing.F) { protocoltest.Fuzz(f, suite()) }

func FuzzAnswers(f *testing.F) { protocoltest.FuzzAnswers(f, suite()) }
