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

    /// <summary>The user with an id of OsayCore's, or with one of the application's own.</summary>
    public OsayCoreUser? FindFor(string appId, string id)
    {
        using SqliteConnection connection = database.Open();
        return connection.Query(
            $"""
            SELECT {Columns} FROM osaycore_users
            WHERE id = coalesce((SELECT user_id FROM osaycore_own_ids WHERE app_id = $app AND own_id = $id), $id)
            """,
            Read,
            ("$app", appId),
            ("$id", id)).SingleOrDefault();
    }

    /// <summary>
    /// A new user of an application, under an id of the application's own; the one who is there if it asks again. Null if the address is somebody else's: an
    /// application must not come to a user of others by naming an address.
    /// </summary>
    public (bool IsNew, OsayCoreUser? User) Register(string appId, string ownId, string email) => database.Change(connection =>
    {
        OsayCoreUser? known = connection.Query(
            $"SELECT {Columns} FROM osaycore_users WHERE id = (SELECT user_id FROM osaycore_own_ids WHERE app_id = $app AND own_id = $own)", Read, ("$app", appId), ("$own", ownId)).SingleOrDefault();
        if (known is not null)
        {
            return (false, known.Email == email ? known : null);
        }

        if (connection.Query("SELECT 1 FROM osaycore_users WHERE email = $email OR id = $own", static _ => true, ("$email", email), ("$own", ownId)).Count > 0)
        {
            return (false, null);
        }

        OsayCoreUser added = Add(connection, email, isVerified: false);
        connection.Execute("INSERT INTO osaycore_own_ids (app_id, own_id, user_id) VALUES ($app, $own, $user)", ("$app", appId), ("$own", ownId), ("$user", added.Id));
        return (true, (OsayCoreUser?)added);
    });

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

        return Add(connection, email, isVerified: true);
    });

    private static OsayCoreUser Add(SqliteConnection connection, string email, bool isVerified)
    {
        string name = email.Split('@')[0];
        var added = new OsayCoreUser(RandomId.Uuid(), email, name, name, "basic", "active", isVerified, CanUse: true, 0, 0, 0);
        connection.Execute(
            $"INSERT INTO osaycore_users ({Columns}) VALUES ($id, $email, $name, $name, 'basic', 'active', $verified, 1, 0, 0, 0)",
            ("$id", added.Id),
            ("$email", email),
            ("$name", name),
            ("$verified", isVerified));
        return added;
    }

    private static OsayCoreUser Read(SqliteDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5),
        row.GetBoolean(6), row.GetBoolean(7), row.GetInt64(8), row.GetInt64(9), row.GetInt64(10));
}
