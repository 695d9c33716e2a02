package devnet

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/ethclient"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	if err := Build(ctx); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	var ignored []goleak.Option
	for _, name := range Leftovers {
		ignored = append(ignored, goleak.IgnoreTopFunction(name))
	}
	goleak.VerifyTestMain(m, ignored...)
}

// onMarkets runs a test on a new market of every version on every kind of node.
func onMarkets(t *testing.T, test func(t *testing.T, m *Market)) {
	for name, start := range nodes {
		for _, version := range []Version{V30, V36} {
			t.Run(name+"/"+string(version), func(t *testing.T) {
				m, err := Deploy(t.Context(), start(t), version)
				if err != nil {
					t.Fatal(err)
				}
				test(t, m)
			})
		}
	}
}

// run makes calls happen that must succeed.
func run(t *testing.T, m *Market, calls ...Call) Block {
	t.Helper()
	block, err := m.Chain.Run(t.Context(), calls...)
	if err != nil {
		t.Fatal(err)
	}
	return block
}

func usersOf(t *testing.T, m *Market, n int) []Account {
	t.Helper()
	users, err := m.Chain.Users(t.Context(), n)
	if err != nil {
		t.Fatal(err)
	}
	return users
}

// lend gives accounts 2.5 million dollars of every asset, and the first of them supplies its own.
func lend(t *testing.T, m *Market, users []Account) {
	t.Helper()
	var calls []Call
	for _, asset := range m.Assets {
		amount := asset.Units(2_500_000e8 / asset.Price)
		calls = append(calls, m.Mint(asset, amount, users...), m.Supply(users[0], asset, amount, users[0].Address))
	}
	run(t, m, calls...)
}

func accountData(t *testing.T, m *Market, account Account) AccountData {
	t.Helper()
	data, err := m.AccountData(t.Context(), m.Chain.Head().Hash, account.Address)
	if err != nil {
		t.Fatal(err)
	}
	return data[0]
}

func TestCrashAndLiquidation(t *testing.T) {
	onMarkets(t, func(t *testing.T, m *Market) {
		users := usersOf(t, m, 3)
		lend(t, m, users)
		borrower, liquidator := users[1], users[2]
		weth, usdc := m.Asset("WETH"), m.Asset("USDC")
		run(t, m,
			m.Supply(borrower, weth, weth.Units(10), borrower.Address),
			m.Borrow(borrower, usdc, usdc.Units(20_000), borrower.Address))
		if got := accountData(t, m, borrower); got.Collateral.Int64() != 25_000e8 || got.Debt.Int64() < 20_000e8 {
			t.Errorf("before the crash: collateral %d, debt %d", got.Collateral, got.Debt)
		}
		if early := send(t, m, m.Liquidate(liquidator, weth, usdc, borrower.Address, All, false)); !early.Reverted() {
			t.Error("a healthy account was liquidated")
		}
		run(t, m, m.SetPrice(weth, big.NewInt(2300e8)))
		if got := accountData(t, m, borrower).HealthFactor; got.Cmp(big.NewInt(1e18)) >= 0 {
			t.Errorf("health factor after the crash is %d", got)
		}
		run(t, m, m.Liquidate(liquidator, weth, usdc, borrower.Address, All, false))
		if got := accountData(t, m, borrower).Debt.Int64(); got > 10_001e8 {
			t.Errorf("debt after the liquidation is %d", got)
		}
	})
}

// send makes one call happen that may fail.
func send(t *testing.T, m *Market, call Call) Result {
	t.Helper()
	if err := m.Chain.Send(t.Context(), call); err != nil {
		t.Fatal(err)
	}
	block, err := m.Chain.Commit(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	return block.Results[0]
}

func TestOperations(t *testing.T) {
	onMarkets(t, func(t *testing.T, m *Market) {
		users := usersOf(t, m, 4)
		lend(t, m, users)
		alice, bob, carol := users[1], users[2], users[3]
		weth, wsteth, usdc, dai := m.Asset("WETH"), m.Asset("wstETH"), m.Asset("USDC"), m.Asset("DAI")
		eurs, link := m.Asset("EURS"), m.Asset("LINK")
		run(t, m,
			m.Supply(alice, weth, weth.Units(100), alice.Address),
			m.Supply(alice, usdc, usdc.Units(50_000), bob.Address),
			m.Borrow(alice, wsteth, wsteth.Units(10), alice.Address),
			m.EnterEMode(alice, 1),
			m.Delegate(alice, dai, dai.Units(500), carol.Address))
		// The mode forbids other debts in 3.0 and what isn't listed for it in 3.6.
		if r := send(t, m, m.Borrow(carol, dai, dai.Units(500), alice.Address)); !r.Reverted() {
			t.Error("debt outside the efficiency mode was taken")
		}
		run(t, m,
			m.EnterEMode(alice, 0),
			m.Borrow(carol, dai, dai.Units(500), alice.Address),
			m.Repay(bob, dai, dai.Units(100), alice.Address),
			m.Supply(alice, dai, dai.Units(300), alice.Address),
			m.RepayWithATokens(alice, dai, dai.Units(200)),
			m.TransferAToken(alice, weth, weth.Units(20), carol.Address),
			m.UseAsCollateral(bob, usdc, false),
			m.UseAsCollateral(bob, usdc, true),
			m.Withdraw(bob, usdc, usdc.Units(10_000)),
			m.MintTo(usdc, usdc.Units(1000), m.Borrower),
			m.FlashLoan(bob, usdc, usdc.Units(1000)),
			m.FlashBorrow(bob, usdc, usdc.Units(1000), bob.Address),
			m.Supply(carol, eurs, eurs.Units(1000), carol.Address))
		if got := accountData(t, m, bob).Debt.Int64(); got < 1000e8 {
			t.Errorf("debt of a flash loan is %d", got)
		}
		if _, err := m.Chain.Commit(t.Context(), 365*86400); err != nil {
			t.Fatal(err)
		}
		run(t, m,
			m.Repay(alice, dai, All, alice.Address),
			m.MintToTreasury(bob, m.Assets...),
			m.SetFreeze(link, true), m.SetFreeze(link, false),
			m.SetPause(dai, true, 0), m.SetPause(dai, false, 600),
			m.SetReserveFactor(usdc, 2000), m.SetLiquidationProtocolFee(weth, 2000),
			m.ConfigureCollateral(weth, 8000, 8200, 10600),
			m.SetEMode(EMode{ID: 1, LTV: 9000, Threshold: 9300, Bonus: 10200, Label: "ETH"}),
			m.SetAssetInEMode(wsteth, 1, false), m.SetAssetInEMode(wsteth, 1, true),
			m.SetDebtCeiling(link, 7_000_000_00))
		run(t, m, m.SetCaps(usdc, 1_000_000_000, 900_000_000)...)
		scaled, err := m.Scaled(t.Context(), m.Chain.Head().Hash, dai, alice.Address, m.Treasury.Address)
		if err != nil {
			t.Fatal(err)
		}
		if scaled[0].Debt.Sign() != 0 || scaled[0].Supplied.Sign() == 0 || scaled[1].Supplied.Sign() == 0 {
			t.Errorf("scaled DAI of account and treasury: %v", scaled)
		}
	})
}

func TestOperationsOfOneVersion(t *testing.T) {
	onMarkets(t, func(t *testing.T, m *Market) {
		users := usersOf(t, m, 2)
		lend(t, m, users)
		who, dai, weth := users[1], m.Asset("DAI"), m.Asset("WETH")
		run(t, m, m.Supply(who, weth, weth.Units(100), who.Address))
		only := map[Version][]Call{
			V30: {
				m.BorrowStable(who, dai, dai.Units(1000), who.Address),
				m.SwapRate(who, dai, true),
				m.SwapRate(who, dai, false),
				m.RepayStable(who, dai, dai.Units(10), who.Address),
				m.SetStableBorrowing(dai, false),
			},
			V36: {
				m.SetPause(weth, true, 0),
				m.SetPause(weth, false, 600),
				m.EndGrace(weth),
				m.SetBorrowableInEMode(weth, 1, false),
				m.SetLTVZeroInEMode(weth, 1, true),
			},
		}
		run(t, m, only[m.Version]...)
		other := V30
		if m.Version == V30 {
			other = V36
		}
		for _, call := range only[other] {
			if call.Name == "setReservePause" {
				continue
			}
			if err := m.Chain.Send(t.Context(), call); !errors.Is(err, ErrVersion) {
				t.Errorf("sending %s: %v", call.Name, err)
			}
		}
	})
}

func TestRevertsAreExplained(t *testing.T) {
	onMarkets(t, func(t *testing.T, m *Market) {
		user := usersOf(t, m, 1)[0]
		_, err := m.Chain.Run(t.Context(), m.Borrow(user, m.Asset("USDC"), big.NewInt(1e6), user.Address))
		if !errors.Is(err, ErrReverted) {
			t.Fatalf("borrowing without collateral: %v", err)
		}
		// Errors.COLLATERAL_BALANCE_IS_ZERO is "34" in 3.0; in 3.6 the pool's money is looked at first.
		want := map[Version]string{V30: "34", V36: "InvalidAmount"}[m.Version]
		if got := err.Error(); !strings.HasSuffix(got, want) {
			t.Errorf("error is %q, want reason %q", got, want)
		}
	})
}

func TestReorgSendsRemovedLogs(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	m, err := Deploy(ctx, startGeth(t), V36)
	if err != nil {
		t.Fatal(err)
	}
	client, err := ethclient.DialContext(ctx, m.Chain.Node.WS())
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	weth := m.Asset("WETH")
	logs := make(chan types.Log, 100)
	sub, err := client.SubscribeFilterLogs(ctx, ethereum.FilterQuery{Addresses: []common.Address{weth.Feed}}, logs)
	if err != nil {
		t.Fatal(err)
	}
	defer sub.Unsubscribe()
	block := run(t, m, m.SetPrice(weth, big.NewInt(2000e8)))
	if err := m.Chain.Rewind(ctx, 1); err != nil {
		t.Fatal(err)
	}
	for removed := false; !removed; {
		select {
		case l := <-logs:
			removed = l.Removed && l.BlockHash == block.Hash
		case <-ctx.Done():
			t.Fatal("no removed log came")
		}
	}
	prices, err := m.Prices(ctx, m.Chain.Head().Hash)
	if err != nil {
		t.Fatal(err)
	}
	if got := prices[0].Int64(); got != 2500e8 {
		t.Errorf("price after the reorg is %d", got)
	}
}

func BenchmarkOperations(b *testing.B) {
	node, err := StartGeth(GethOptions{})
	if err != nil {
		b.Fatal(err)
	}
	defer node.Close()
	chain, err := NewChain(b.Context(), node)
	if err != nil {
		b.Fatal(err)
	}
	m, err := Deploy(b.Context(), chain, V36)
	if err != nil {
		b.Fatal(err)
	}
	users, err := chain.Users(b.Context(), 100)
	if err != nil {
		b.Fatal(err)
	}
	weth := m.Asset("WETH")
	if _, err := chain.Run(b.Context(), m.Mint(weth, weth.Units(1_000_000), users...)); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		var calls []Call
		for _, user := range users {
			calls = append(calls, m.Supply(user, weth, weth.Units(1), user.Address))
		}
		if _, err := chain.Run(b.Context(), calls...); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N*len(users))/b.Elapsed().Seconds(), "operations/s")
}
