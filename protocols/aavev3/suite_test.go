package aavev3

import (
	_ "embed"
	"testing"

	"brink/protocols"
	"brink/protocols/protocoltest"

	"github.com/ethereum/go-ethereum/common"
)

// play is a market of 3.6 with a crash and a reorganisation, as brink record
// wrote it while the devnet played.
//
//go:embed testdata/play.tape
var play []byte

func suite() protocoltest.Suite {
	return protocoltest.Suite{
		Open: func(env protocols.Env) (protocols.Protocol, error) { return Open(env, &Options{}) },
		Env: protocols.Env{Addresses: map[string]common.Address{
			Provider: common.HexToAddress("0xf59b87092C7587eDF84dB1A38B1406B400b0113E"),
		}},
		Tape: play,
	}
}

func TestSuite(t *testing.T) { protocoltest.Run(t, suite()) }

func FuzzLogs(f *testing.F) { protocoltest.Fuzz(f, suite()) }

func FuzzAnswers(f *testing.F) { protocoltest.FuzzAnswers(f, suite()) }
