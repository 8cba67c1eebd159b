using System.Net;
using System.Net.Sockets;

namespace HmacKit.Http;

/// <summary>
/// Keeps webhooks to the targets that they may have. What counts is the address that is connected to, found out when it
/// is: a name that was looked up before may lead elsewhere by now.
/// </summary>
internal sealed class TargetGuard(bool allowLoopback, bool allowPlainHttp)
{
    /// <summary>Whether a target may be sent to, as far as can be told without looking its name up.</summary>
    public bool Permits(Uri target)
    {
        if (!target.IsAbsoluteUri || target.UserInfo.Length > 0)
        {
            return false;
        }

        bool isProtected = target.Scheme == Uri.UriSchemeHttps
            || (target.Scheme == Uri.UriSchemeHttp && (allowPlainHttp || (allowLoopback && target.IsLoopback)));
        return isProtected
            && target.IdnHost.Length > 0
            && (!IPAddress.TryParse(target.IdnHost, out IPAddress? address) || Permits(address));
    }

    /// <summary>Connects to the first address of a host that may be connected to and answers.</summary>
    /// <exception cref="ForbiddenTargetException">There is no address that may be connected to.</exception>
    public async ValueTask<Stream> ConnectAsync(DnsEndPoint host, CancellationToken cancellationToken)
    {
        IPAddress[] addresses = await Dns.GetHostAddressesAsync(host.Host, cancellationToken).ConfigureAwait(false);
        SocketException? failure = null;
        bool isForbidden = true;
        foreach (IPAddress address in addresses)
        {
            if (!Permits(address))
            {
                continue;
            }

            isForbidden = false;
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, host.Port), cancellationToken).ConfigureAwait(false);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException exception)
            {
                socket.Dispose();
                failure = exception;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw isForbidden ? new ForbiddenTargetException() : failure!;
    }

    private bool Permits(IPAddress address) => PublicAddress.IsPublic(address) || (allowLoopback && PublicAddress.IsLoopback(address));
}
