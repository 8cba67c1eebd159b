using Microsoft.Data.Sqlite;
using Providers.Store;

namespace Providers.OsayCore;

/// <summary>A change of a balance that an application asks for.</summary>
/// <param name="AppId">The application.</param>
/// <param name="UserId">Whose balance.</param>
/// <param name="Type">What kind of change.</param>
/// <param name="Units">By how much; negative to deduct. See <see cref="CreditAmount"/>.</param>
/// <param name="Description">What for.</param>
/// <param name="Reference">The application's own id of it: a second change with the same one is the first one again.</param>
internal sealed record CreditChange(string AppId, string UserId, string Type, long Units, string? Description, string? Reference)
{
    /// <summary>What must be left after a deduction, in units.</summary>
    public long LeastBalance { get; init; }

    /// <summary>Whether the user may use this application; that they may use any is said with the user.</summary>
    public bool IsAllowed { get; init; } = true;
}

/// <summary>A change that was made.</summary>
internal sealed record CreditTransaction(string Id, string Type, long Units, long NewBalance, string? Description, DateTimeOffset Time);

internal enum CreditStatus
{
    UnknownUser,
    NotAuthorized,
    Insufficient,
    OverLimit,
    ReferenceUsedBefore,
    Done,
}

internal readonly record struct CreditResult(CreditStatus Status, string TransactionId = "", long NewBalance = 0);

/// <summary>The balances and what changed them. Each change is one transaction: of two at once, the second sees the first.</summary>
internal sealed class CreditLedger(ProviderDatabase database, TimeProvider time)
{
    private const long MostUnits = 1_000_000_000_000L * CreditAmount.PerCredit;

    public CreditResult Change(CreditChange change) => database.Change(connection => Change(connection, change));

    /// <summary>What an application has changed of a user's balance, the latest first.</summary>
    public List<CreditTransaction> List(string appId, string userId, int most)
    {
        using SqliteConnection connection = database.Open();
        return connection.Query(
            """
            SELECT id, type, amount, new_balance, description, created_at FROM osaycore_transactions
            WHERE app_id = $app AND user_id = $user ORDER BY created_at DESC, id LIMIT $most
            """,
            row => new CreditTransaction(
                row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3), row.IsDBNull(4) ? null : row.GetString(4), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(5))),
            ("$app", appId),
            ("$user", userId),
            ("$most", most));
    }

    private CreditResult Change(SqliteConnection connection, CreditChange change)
    {
        List<(long Balance, bool CanUse)> found = connection.Query(
            "SELECT balance, can_use FROM osaycore_users WHERE id = $id", row => (row.GetInt64(0), row.GetBoolean(1)), ("$id", change.UserId));
        if (found is not [var (balance, canUse)])
        {
            return new CreditResult(CreditStatus.UnknownUser);
        }

        if (FindRepeated(connection, change) is { } repeated)
        {
            return repeated;
        }

        long newBalance = balance + change.Units;
        CreditStatus status =
            change.Units < 0 && !(canUse && change.IsAllowed) ? CreditStatus.NotAuthorized
            : newBalance < 0 || (change.Units < 0 && newBalance < change.LeastBalance) ? CreditStatus.Insufficient
            : newBalance > MostUnits ? CreditStatus.OverLimit
            : CreditStatus.Done;
        return status == CreditStatus.Done ? Write(connection, change, newBalance) : new CreditResult(status);
    }

    private static CreditResult? FindRepeated(SqliteConnection connection, CreditChange change)
    {
        if (change.Reference is null)
        {
            return null;
        }

        List<(string Id, string Type, long Amount, long NewBalance)> earlier = connection.Query(
            """
            SELECT id, type, amount, new_balance FROM osaycore_transactions
            WHERE app_id = $app AND user_id = $user AND reference = $reference
            """,
            row => (row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3)),
            ("$app", change.AppId),
            ("$user", change.UserId),
            ("$reference", change.Reference));
        return earlier is not [var (id, type, amount, newBalance)] ? null
            : type == change.Type && amount == change.Units ? new CreditResult(CreditStatus.Done, id, newBalance)
            : new CreditResult(CreditStatus.ReferenceUsedBefore);
    }

    private CreditResult Write(SqliteConnection connection, CreditChange change, long newBalance)
    {
        string id = RandomId.Uuid();
        connection.Execute(
            """
            UPDATE osaycore_users SET balance = $balance,
              lifetime_earned = lifetime_earned + max($units, 0), lifetime_spent = lifetime_spent + max(-$units, 0)
            WHERE id = $user
            """,
            ("$balance", newBalance),
            ("$units", change.Units),
            ("$user", change.UserId));
        connection.Execute(
            """
            INSERT INTO osaycore_transactions (id, app_id, user_id, type, amount, new_balance, description, reference, created_at)
            VALUES ($id, $app, $user, $type, $units, $balance, $description, $reference, $now)
            """,
            ("$id", id),
            ("$app", change.AppId),
            ("$user", change.UserId),
            ("$type", change.Type),
            ("$units", change.Units),
            ("$balance", newBalance),
            ("$description", change.Description),
            ("$reference", change.Reference),
            ("$now", time.GetUtcNow().ToUnixTimeMilliseconds()));
        return new CreditResult(CreditStatus.Done, id, newBalance);
    }
}
