package feed

// Stats are sums over liquidations that weren't reverted.
type Stats struct {
	Tally
	// Biggest is the one that repaid most of those whose dollars are known.
	Biggest *Liquidation `json:"biggest"`
	Groups  []Group      `json:"groups"`
	// Accounts and Liquidators have most debt repaid, the first most.
	Accounts    []Party `json:"accounts"`
	Liquidators []Party `json:"liquidators"`
}

// Tally is a sum. Its dollars leave out liquidations of unknown worth.
type Tally struct {
	Liquidations  int    `json:"liquidations"`
	Liquidated    int    `json:"accounts_liquidated"`
	DebtUSD       string `json:"debt_usd"`
	CollateralUSD string `json:"collateral_usd"`
	BonusUSD      string `json:"bonus_usd" doc:"collateral beyond the debt that it paid; what the accounts lost"`
	Unpriced      int    `json:"unpriced" doc:"liquidations whose dollars aren't known and aren't in the sums"`
}

// Group is a Tally of what has something in common.
type Group struct {
	Key     string `json:"key" doc:"what the group has in common: a chain's id, a protocol, a side, or a seized asset as chain:address"`
	ChainID uint64 `json:"chain_id,omitempty"`
	Asset   string `json:"asset,omitempty"`
	Symbol  string `json:"symbol,omitempty"`
	Tally
}

// Party is an address that was liquidated, or that liquidated.
type Party struct {
	Address       string `json:"address"`
	Liquidations  int    `json:"liquidations"`
	DebtUSD       string `json:"debt_usd"`
	CollateralUSD string `json:"collateral_usd"`
	BonusUSD      string `json:"bonus_usd" doc:"what the account lost, or the liquidator gained before its costs"`
	Unpriced      int    `json:"unpriced"`
}
