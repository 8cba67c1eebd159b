using HmacKit;
using HmacKit.AspNetCore;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;

namespace QuickStart;

/// <summary>The receiving side: Kestrel on a free loopback port, with a verifier for each API.</summary>
public sealed class Server : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Server(WebApplication app, Uri address)
    {
        _app = app;
        Address = address;
    }

    public Uri Address { get; }

    public static async Task<Server> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddHmacKit(hmac =>
        {
            foreach (Api api in Api.All)
            {
                hmac.AddScheme(api.Scheme, options => options.Keys = new MemoryKeySource(api.Ring));
            }
        });
        builder.Services.ConfigureAll<SignatureOptions>(options => options.Answer = new StatusAnswer());

        WebApplication app = builder.Build();
        foreach (Api api in Api.All)
        {
            app.MapMethods(api.Target.Split('?')[0], [api.Method], () => "valid").RequireSignature(api.Scheme.Name);
        }

        await app.StartAsync();
        string url = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
        return new Server(app, new Uri(url));
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
