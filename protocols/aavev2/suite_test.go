package aavev2

import (
	_ "embed"
	"testing"

	"brink/protocols"
	"brink/protocols/protocoltest"

	"github.com/ethereum/go-ethereum/common"
)

// play is a market that values in ether, recorded on the devnet: both kinds of
// debt, a crash with liquidations, a reorganisation, a pause.
//
//go:embed testdata/play.tape
var play []byte

func suite() protocoltest.Suite {
	return protocoltest.Suite{
		Open: func(env protocols.Env) (protocols.Protocol, error) {
			return Open(env, &Options{EthUSDFeed: common.HexToAddress("0xD9913cf43D500ad1021ca234113E193746220c26")})
		},
		Env: protocols.Env{Addresses: map[string]common.Address{
			Provider: common.HexToAddress("0x55C7067867f23a0AD740aDB71B9D83dEa5046E58"),
		}},
		Tape: play,
	}
}

func TestSuite(t *testing.T) { protocoltest.Run(t, suite()) }

func FuzzLogs(f *testing.F) { protocoltest.Fuzz(f, suite()) }

func FuzzAnswers(f *testing.F) { protocoltest.FuzzAnswers(f, suite()) }
