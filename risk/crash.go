package risk

import (
	"time"

	"brink/fixed"

	"github.com/holiman/uint256"
)

// Crash is how the prices of groups went in a historical crash.
type Crash struct {
	Name  string
	Steps []Step
}

// Step is one moment of a crash: what was left of the prices of groups, by name,
// a wad each.
type Step struct {
	At     time.Time
	Shares map[string]uint256.Int
}

// Crashes are those that are known by name: lowest trades of ten minutes on
// Gemini in 2025, lowest prices of an hour on Binance before, against the price
// with which the first interval began. Groups are named as in the presets.
func Crashes() []Crash {
	const hour = time.Hour
	return []Crash{
		crash("2025-10-10", time.Date(2025, 10, 10, 20, 50, 0, 0, time.UTC), hour/6, map[string][]uint64{
			"ETH": {4_006_22, 3_851_00, 3_854_41, 3_681_00, 3_700_00, 3_700_00, 3_775_64, 3_952_32},
			"BTC": {116_887_99, 115_161_35, 114_417_52, 110_222_00, 107_000_00, 109_836_69, 111_384_68, 112_627_85},
		}),
		crash("2021-05-19", time.Date(2021, 5, 19, 9, 0, 0, 0, time.UTC), hour, map[string][]uint64{
			"ETH": {2_979_44, 2_934_45, 2_817_01, 2_416_01, 1_948_00, 1_900_00, 2_302_35},
		}),
		crash("2020-03-12", time.Date(2020, 3, 12, 9, 0, 0, 0, time.UTC), hour, map[string][]uint64{
			"ETH": {169_29, 167_40, 125_74, 123_00, 133_72},
		}),
	}
}

// crash makes shares of prices in cents, of which the first is where it begins.
func crash(name string, first time.Time, pace time.Duration, cents map[string][]uint64) Crash {
	c := Crash{Name: name}
	for group, path := range cents {
		for i, price := range path[1:] {
			if i == len(c.Steps) {
				c.Steps = append(c.Steps, Step{At: first.Add(time.Duration(i) * pace), Shares: make(map[string]uint256.Int)})
			}
			var share uint256.Int
			fixed.MulDivFloor(&share, uint256.NewInt(price), uint256.NewInt(fixed.Wad), uint256.NewInt(path[0]))
			c.Steps[i].Shares[group] = share
		}
	}
	return c
}
