using Microsoft.Data.Sqlite;
using Providers.Store;

namespace Providers.TheOne;

internal sealed record Order(string Id, string From, string To, decimal Amount, decimal Received, string Status, DateTimeOffset Created);

/// <summary>Accounts with their assets, and the swaps between them.</summary>
internal sealed class OrderBook(ProviderDatabase database, TimeProvider time)
{
    public List<(string Asset, decimal Amount)> Balances(string account)
    {
        using SqliteConnection connection = database.Open();
        return connection.Query(
            "SELECT asset, amount FROM theone_balances WHERE account = $account ORDER BY asset",
            row => (row.GetString(0), AssetAmount.ReadStored(row.GetString(1))),
            ("$account", account));
    }

    /// <summary>An order of this account; null if it has none of that id.</summary>
    public Order? Find(string account, string orderId)
    {
        using SqliteConnection connection = database.Open();
        return connection.Query(
            "SELECT from_asset, to_asset, amount, received, status, created_at FROM theone_orders WHERE id = $id AND account = $account",
            row => new Order(
                orderId, row.GetString(0), row.GetString(1), AssetAmount.ReadStored(row.GetString(2)),
                AssetAmount.ReadStored(row.GetString(3)), row.GetString(4), row.GetTime(5)!.Value),
            ("$id", orderId),
            ("$account", account)).SingleOrDefault();
    }

    /// <summary>Swaps at once; null if the account hasn't got the amount.</summary>
    public Order? Swap(string account, Quote quote, int slippageBps) => database.Change(connection =>
    {
        decimal left = Balance(connection, account, quote.From) - quote.Amount;
        if (left < 0)
        {
            return null;
        }

        SetBalance(connection, account, quote.From, left);
        SetBalance(connection, account, quote.To, Balance(connection, account, quote.To) + quote.Received);
        var order = new Order(RandomId.WithPrefix("ord_"), quote.From, quote.To, quote.Amount, quote.Received, "completed", time.GetUtcNow());
        connection.Execute(
            """
            INSERT INTO theone_orders (id, account, from_asset, to_asset, amount, received, rate, fee, slippage_bps, status, created_at)
            VALUES ($id, $account, $from, $to, $amount, $received, $rate, $fee, $slippage, $status, $now)
            """,
            ("$id", order.Id),
            ("$account", account),
            ("$from", quote.From),
            ("$to", quote.To),
            ("$amount", AssetAmount.Write(quote.Amount)),
            ("$received", AssetAmount.Write(quote.Received)),
            ("$rate", AssetAmount.Write(quote.Rate)),
            ("$fee", AssetAmount.Write(quote.Fee)),
            ("$slippage", slippageBps),
            ("$status", order.Status),
            ("$now", order.Created.ToUnixTimeMilliseconds()));
        return order;
    });

    private static decimal Balance(SqliteConnection connection, string account, string asset) => connection.Query(
        "SELECT amount FROM theone_balances WHERE account = $account AND asset = $asset",
        row => AssetAmount.ReadStored(row.GetString(0)),
        ("$account", account),
        ("$asset", asset)).SingleOrDefault();

    private static void SetBalance(SqliteConnection connection, string account, string asset, decimal amount) => connection.Execute(
        """
        INSERT INTO theone_balances (account, asset, amount) VALUES ($account, $asset, $amount)
        ON CONFLICT (account, asset) DO UPDATE SET amount = $amount
        """,
        ("$account", account),
        ("$asset", asset),
        ("$amount", AssetAmount.Write(amount)));
}
