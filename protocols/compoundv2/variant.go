package compoundv2

// variant is what the descendants of Compound v2 do in different ways.
type variant struct {
	name string
	// seconds: interest is counted in seconds, else in blocks; a market of
	// Venus' isolated pools says it of itself.
	seconds, asksClock bool
	// pools: Venus' core pool, with its efficiency modes, thresholds and
	// incentives by market, and VAI.
	pools bool
	// isolated: Venus' isolated pools, with bad debt and accounts healed.
	isolated bool
	// pricesFirst: a token's weight is factor·(exchange·price).
	pricesFirst bool
	// skipsEmpty: an entered market in which an account has nothing is not
	// priced.
	skipsEmpty bool
	// deprecates: of a market that was given up every debt may be repaid.
	deprecates bool
}

// thresholds: collateral has a weight of its own in liquidations.
func (v *variant) thresholds() bool { return v.pools || v.isolated }

// variants are those that a configuration may name.
//
// Source: Venus: venusprotocol/venus-protocol:contracts (Lens/ComptrollerLens,
// Comptroller/Diamond/facets), venusprotocol/isolated-pools:contracts
// (Comptroller, VToken); moonwell-fi/moonwell-contracts-v2:src (Comptroller,
// MToken); Benqi-fi/BENQI-Smart-Contracts:lending (Comptroller, QiToken).
var variants = []variant{
	{name: "compound", deprecates: true},
	{name: "venus", pools: true, skipsEmpty: true},
	{name: "venus-isolated", isolated: true, pricesFirst: true, asksClock: true},
	{name: "moonwell", seconds: true},
	{name: "benqi", seconds: true},
}

func variantOf(name string) *variant {
	for i := range variants {
		if variants[i].name == name {
			return &variants[i]
		}
	}
	return nil
}
