using HmacKit;
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

        WebApplication app = builder.Build();
        app.Run(AnswerAsync);
        await app.StartAsync();
        string url = app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
        return new Server(app, new Uri(url));
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>
    /// Answers with the status, since it is what the quick start is about. A server for strangers says no more than
    /// "401": which check failed is for its own log.
    /// </summary>
    private static async Task AnswerAsync(HttpContext context)
    {
        Api? api = Api.All.FirstOrDefault(api => api.Target.Split('?')[0] == context.Request.Path);
        if (api is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        RequestVerifier verifier = context.RequestServices.GetRequiredKeyedService<RequestVerifier>(api.Scheme.Name);
        VerificationResult result = await verifier.VerifyAsync(new HttpContextRequest(context), context.RequestAborted);
        context.Response.StatusCode = result.IsValid ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized;
        await context.Response.WriteAsync(StatusName.Of(result.Status), context.RequestAborted);
    }
}
