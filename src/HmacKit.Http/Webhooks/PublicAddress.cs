using System.Net;
using System.Net.Sockets;

namespace HmacKit.Http;

/// <summary>
/// Which addresses are of the public internet. All else is forbidden to webhooks, since a subscriber who names a target would
/// reach, through this machine, what is out of reach otherwise: loopback, private networks, the metadata service of a cloud.
/// </summary>
/// <remarks>
/// The IANA special-purpose registries (RFC 6890), multicast, and 168.63.129.16, at which each machine in Azure finds the platform's own services
/// (learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16).
/// </remarks>
internal static class PublicAddress
{
    private static readonly IPNetwork[] NotPublic4 =
    [
        IPNetwork.Parse("0.0.0.0/8"),
        IPNetwork.Parse("10.0.0.0/8"),
        IPNetwork.Parse("100.64.0.0/10"),
        IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("168.63.129.16/32"),
        IPNetwork.Parse("169.254.0.0/16"),
        IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.0.0.0/24"),
        IPNetwork.Parse("192.0.2.0/24"),
        IPNetwork.Parse("192.88.99.0/24"),
        IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("198.18.0.0/15"),
        IPNetwork.Parse("198.51.100.0/24"),
        IPNetwork.Parse("203.0.113.0/24"),
        IPNetwork.Parse("224.0.0.0/3"),
    ];

    // Global unicast is one block, so what isn't in it needs no list; these parts of it hold or lead to other addresses.
    private static readonly IPNetwork GlobalUnicast6 = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork[] NotPublic6 =
    [
        IPNetwork.Parse("2001::/23"),
        IPNetwork.Parse("2001:db8::/32"),
        IPNetwork.Parse("2002::/16"),
        IPNetwork.Parse("3fff::/20"),
    ];

    /// <summary>Whether this is an address of the public internet. An IPv4 address within an IPv6 one counts as what it is.</summary>
    public static bool IsPublic(IPAddress address)
    {
        IPAddress actual = Unmapped(address);
        return actual.AddressFamily == AddressFamily.InterNetwork
            ? !Array.Exists(NotPublic4, network => network.Contains(actual))
            : GlobalUnicast6.Contains(actual) && !Array.Exists(NotPublic6, network => network.Contains(actual));
    }

    /// <summary>Whether this is this very machine.</summary>
    public static bool IsLoopback(IPAddress address) => IPAddress.IsLoopback(Unmapped(address));

    private static IPAddress Unmapped(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
