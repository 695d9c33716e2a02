package compoundv3

import (
	_ "embed"
	"testing"

	"brink/protocols"
	"brink/protocols/protocoltest"

	"github.com/ethereum/go-ethereum/common"
)

// The tapes are random histories of Comet's own code on a node: operations of
// users, prices, time, pauses, absorptions and purchases, and reorganisations.
// They hold besides what the contract answered about every account after every
// block: its verdicts, its numbers, whether it would absorb the account, what it
// asks for the collateral, and its reserves.
var (
	//go:embed testdata/usdc.tape
	usdc []byte // twelve assets at most, of which it has five
	//go:embed testdata/weth.tape
	weth []byte // prices in ether
	//go:embed testdata/wide.tape
	wide []byte // twenty assets
	//go:embed testdata/upgrades.tape
	upgrades []byte // of rates, factors, assets, feeds, and to the extended list
	//go:embed testdata/crash.tape
	crash []byte // debts that the reserves bear
)

type recording struct {
	name  string
	tape  []byte
	comet string
	opt   Options
}

func recordings() []recording {
	usd := Options{Unit: dollars}
	return []recording{
		{"usdc", usdc, "0x4EC34d478578A9882d83B78Cb853020F055C900C", usd},
		{"weth", weth, "0x854F0C5d563D15741dF54e6A2695278993A11cf1", Options{
			Unit: ether, UnitUSDFeed: common.HexToAddress("0xbf02AE10c796e417CDAe9EBba5EC36eDBC6085f1"),
		}},
		{"wide", wide, "0x051Dde0c39Fb581f58887b93a951D014e10A320d", usd},
		{"upgrades", upgrades, "0x4EC34d478578A9882d83B78Cb853020F055C900C", usd},
		{"crash", crash, "0x4EC34d478578A9882d83B78Cb853020F055C900C", usd},
	}
}

func (r *recording) suite() protocoltest.Suite {
	return protocoltest.Suite{
		Open: func(env protocols.Env) (protocols.Protocol, error) { return Open(env, &r.opt) },
		Env:  protocols.Env{Addresses: map[string]common.Address{Comet: common.HexToAddress(r.comet)}},
		Tape: r.tape,
	}
}

func TestSuite(t *testing.T) {
	for _, r := range recordings() {
		if r.name == "upgrades" || r.name == "weth" { // the laws need no more than these; what contracts say is compared on all
			t.Run(r.name, func(t *testing.T) { protocoltest.Run(t, r.suite()) })
		}
	}
}

func FuzzLogs(f *testing.F) { protocoltest.Fuzz(f, recordings()[0].suite()) }

func FuzzAnswers(f *testing.F) { protocoltest.FuzzAnswers(f, recordings()[0].suite()) }
