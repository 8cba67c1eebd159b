using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Providers;

namespace HmacKit.Samples.Tests.Interop;

/// <summary>The sample host with its own settings and the machine's clock, for clients that have it too.</summary>
public sealed class PrintedHost : IAsyncLifetime
{
    /// <summary>TheOne's Python and Go clients make their nonce of the millisecond alone: two calls within one would share it, on a network as fast as this.</summary>
    private static readonly TimeSpan WayOfARequest = TimeSpan.FromMilliseconds(3);

    private WebApplication? _app;

    /// <summary>Where it is, without a slash at the end.</summary>
    public string Address => _app!.Urls.First();

    public Task InitializeAsync() => InitializeAsync([]);

    public Task DisposeAsync() => _app is null ? Task.CompletedTask : _app.DisposeAsync().AsTask();

    /// <summary>Starts another one with settings of its own.</summary>
    public static async Task<PrintedHost> StartAsync(params (string Name, string? Value)[] settings)
    {
        var host = new PrintedHost();
        await host.InitializeAsync(settings);
        return host;
    }

    private async Task InitializeAsync((string Name, string? Value)[] settings)
    {
        _app = ProviderHost.Build(["--contentRoot", RepositoryFiles.PathOf("samples", "Providers")], builder =>
        {
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Logging.ClearProviders();
            builder.Services.AddSingleton<IStartupFilter, Way>();
            builder.Configuration.AddInMemoryCollection([KeyValuePair.Create("Https:Required", (string?)"false"), .. settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value))]);
        });
        await _app.StartAsync();
    }

    private sealed class Way : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(static following => async context =>
            {
                await Task.Delay(WayOfARequest);
                await following(context);
            });
            next(app);
        };
    }
}
