using System.Globalization;
using System.Net.Sockets;
using System.Text;
using HmacKit.Samples.Tests.Processes;

namespace HmacKit.Samples.Tests.WebhookReceiver;

/// <summary>A process that is killed can't tidy up, so there is nothing to tidy.</summary>
public sealed class KilledReceiverTests : IDisposable
{
    private const int BodyBytes = 8 * 1024 * 1024;
    private readonly DirectoryInfo _temporary = Directory.CreateTempSubdirectory("hmackit-killed-");

    [Fact]
    public async Task A_process_that_is_killed_while_it_spools_bodies_leaves_no_file()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        (SampleProcess receiver, Uri address) = await SampleProcess.StartServerAsync(
            "WebhookReceiver",
            new Dictionary<string, string> { ["TMPDIR"] = _temporary.FullName, ["DOTNET_EnableDiagnostics"] = "0" },
            "--HmacKit:onering:MaxBodyBytes",
            BodyBytes.ToString(CultureInfo.InvariantCulture));
        using (receiver)
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(address.Host, address.Port);
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Head(address)));
            await socket.GetStream().WriteAsync(new byte[BodyBytes / 2]);

            // Not killed before it has the file open: the link of its handle leads into the folder, with or without a name that is still there.
            while (!OpenFiles(receiver.Id).Any(target => target.StartsWith(_temporary.FullName, StringComparison.Ordinal)))
            {
                Assert.False(receiver.HasExited, receiver.Output);
                await Task.Delay(5);
            }

            receiver.Kill();
            Assert.Empty(_temporary.GetFiles("*", SearchOption.AllDirectories).Select(file => file.FullName));
        }
    }

    public void Dispose() => _temporary.Delete(recursive: true);

    private static IEnumerable<string> OpenFiles(int process)
    {
        foreach (string link in Directory.GetFiles($"/proc/{process}/fd"))
        {
            string? target = null;
            try
            {
                target = new FileInfo(link).LinkTarget;
            }
            catch (IOException)
            {
                // Closed in the meantime.
            }

            if (target is not null)
            {
                yield return target;
            }
        }
    }

    /// <summary>The head of somebody who knows no secret, but whose headers look right.</summary>
    private static string Head(Uri address)
    {
        var signer = new RequestSigner(SchemeCatalog.OneRing, SchemeCatalog.OneRing.ImportKey("whsec_another_secret_of_somebody"));
        var head = new StringBuilder($"POST /webhooks/onering HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Length: {BodyBytes}\r\n");
        foreach ((string name, string value) in signer.Sign(new RawRequest("POST", "/webhooks/onering", [], Array.Empty<byte>()), new SigningValues { Id = "evt_1" }))
        {
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        return head.Append("\r\n").ToString();
    }
}
