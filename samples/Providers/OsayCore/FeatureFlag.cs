using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Providers.OsayCore;

/// <summary>Whom a feature is switched on for: certain users or roles, or a share of the users, always the same ones.</summary>
internal sealed class FeatureFlag
{
    /// <summary>Ids of users who have it.</summary>
    public string[] Users { get; set; } = [];

    /// <summary>Ids of users who don't have it, whatever else is said.</summary>
    public string[] ExceptUsers { get; set; } = [];

    public string[] Roles { get; set; } = [];

    /// <summary>From 0 to 100.</summary>
    public int Percentage { get; set; }

    public bool IsOnFor(string feature, OsayCoreUser user) =>
        !ExceptUsers.Contains(user.Id, StringComparer.Ordinal)
        && (Users.Contains(user.Id, StringComparer.Ordinal) || Roles.Contains(user.Role, StringComparer.Ordinal) || Share(feature, user.Id) < Percentage);

    // Hashed with the feature's name, so that it isn't the same users who try everything out.
    private static uint Share(string feature, string userId)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{feature}\n{userId}"));
        return BinaryPrimitives.ReadUInt32BigEndian(hash) % 100;
    }
}
