package devnet

import (
	"context"
	"fmt"
	"math/big"
	"os"
	"testing"
	"time"
)

func TestMain(m *testing.M) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	if err := Build(ctx); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	cancel()
	os.Exit(m.Run())
}

func startGeth(t *testing.T) *Chain {
	t.Helper()
	node, err := StartGeth(GethOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := node.Close(); err != nil {
			t.Error(err)
		}
	})
	chain, err := NewChain(t.Context(), node)
	if err != nil {
		t.Fatal(err)
	}
	return chain
}

func TestMarket(t *testing.T) {
	for _, version := range []Version{V30, V36} {
		t.Run(string(version), func(t *testing.T) {
			ctx := t.Context()
			chain := startGeth(t)
			begin := time.Now()
			m, err := Deploy(ctx, chain, version)
			if err != nil {
				t.Fatal(err)
			}
			t.Log("deployed in", time.Since(begin), chain.Head().Number)
			users, err := chain.Users(ctx, 3)
			if err != nil {
				t.Fatal(err)
			}
			lender, borrower, liquidator := users[0], users[1], users[2]
			weth, usdc := m.Asset("WETH"), m.Asset("USDC")
			if _, err := chain.Run(ctx,
				m.Mint(weth, weth.Units(10), users...), m.Mint(usdc, usdc.Units(100_000), users...),
				m.Supply(lender, usdc, usdc.Units(100_000), lender.Address),
				m.Supply(borrower, weth, weth.Units(10), borrower.Address),
				m.Borrow(borrower, usdc, usdc.Units(20_000), borrower.Address),
			); err != nil {
				t.Fatal(err)
			}
			block, err := chain.Run(ctx, m.SetPrice(weth, big.NewInt(2300e8)))
			if err != nil {
				t.Fatal(err)
			}
			data, err := m.AccountData(ctx, block.Hash, borrower.Address)
			if err != nil {
				t.Fatal(err)
			}
			t.Log(data)
			if _, err := chain.Run(ctx, m.Liquidate(liquidator, weth, usdc, borrower.Address, All, false)); err != nil {
				t.Fatal(err)
			}
		})
	}
}
