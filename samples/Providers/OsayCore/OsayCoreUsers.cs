using Microsoft.Data.Sqlite;
using Providers.Store;

namespace Providers.OsayCore;

internal sealed record OsayCoreUser(
    string Id, string Email, string Username, string DisplayName, string Role, string Status,
    bool EmailVerified, bool CanUse, long Balance, long LifetimeEarned, long LifetimeSpent);

/// <summary>The users of OsayCore.</summary>
internal sealed class OsayCoreUsers(ProviderDatabase database)
{
    private const string Columns =
        "id, email, username, display_name, role, status, email_verified, can_use, balance, lifetime_earned, lifetime_spent";

    public OsayCoreUser? Find(string id)
    {
        using SqliteConnection connection = database.Open();
        return connection.Query($"SELECT {Columns} FROM osaycore_users WHERE id = $id", Read, ("$id", id)).SingleOrDefault();
    }

    /// <summary>All users that the consent page offers.</summary>
    public List<OsayCoreUser> List(int limit)
    {
        using SqliteConnection connection = database.Open();
        return connection.Query($"SELECT {Columns} FROM osaycore_users ORDER BY username LIMIT $limit", Read, ("$limit", limit));
    }

    /// <summary>The user with an address that a provider vouches for: the one who is there, or a new one.</summary>
    public OsayCoreUser FindOrAdd(string email) => database.Change(connection =>
    {
        List<OsayCoreUser> found = connection.Query($"SELECT {Columns} FROM osaycore_users WHERE email = $email", Read, ("$email", email));
        if (found is [var user])
        {
            return user;
        }

        string name = email.Split('@')[0];
        var added = new OsayCoreUser(RandomId.Uuid(), email, name, name, "basic", "active", EmailVerified: true, CanUse: true, 0, 0, 0);
        connection.Execute(
            $"INSERT INTO osaycore_users ({Columns}) VALUES ($id, $email, $name, $name, 'basic', 'active', 1, 1, 0, 0, 0)",
            ("$id", added.Id),
            ("$email", email),
            ("$name", name));
        return added;
    });

    private static OsayCoreUser Read(SqliteDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5),
        row.GetBoolean(6), row.GetBoolean(7), row.GetInt64(8), row.GetInt64(9), row.GetInt64(10));
}
