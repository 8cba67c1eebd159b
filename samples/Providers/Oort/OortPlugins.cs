using System.Threading.Channels;
using HmacKit;
using HmacKit.Http;
using Providers.Diagnostics;
using Providers.Json;

namespace Providers.Oort;

/// <summary>
/// The other direction: the hub calls a plugin, and signs with the plugin's own key. <c>Oort:Plugins:KEY:Url</c> of the settings says where a plugin listens; it is told of
/// each task that was created for it. Calls are sent one after the other and off the request's path; one that fails is sent again with pauses in between.
/// </summary>
internal sealed class OortPlugins(
    IConfiguration configuration, [FromKeyedServices(OortApi.Scheme)] SignatureScheme scheme, [FromKeyedServices(OortApi.Scheme)] IKeySource keys, TimeProvider time, ILogger<OortPlugins> logger)
    : BackgroundService
{
    private const int Capacity = 1_000;

    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(25)];
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly Channel<(string Plugin, PluginTask Task)> _waiting = Channel.CreateBounded<(string, PluginTask)>(Capacity);

    /// <summary>Tells a plugin of a task soon, if it listens anywhere; not if too many calls are waiting.</summary>
    public void Tell(string plugin, PluginTask task)
    {
        if (UrlOf(plugin) is not null && !_waiting.Writer.TryWrite((plugin, task)))
        {
            Log.PluginNotTold(logger, plugin, "too many calls are waiting");
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach ((string plugin, PluginTask task) in _waiting.Reader.ReadAllAsync(stoppingToken))
        {
            if (UrlOf(plugin) is { } url && await keys.FindAsync(plugin, stoppingToken) is { } ring)
            {
                await TellAsync(url, new RequestSigner(scheme, ring, time), plugin, task, stoppingToken);
            }
        }
    }

    private async Task TellAsync(Uri url, RequestSigner signer, string plugin, PluginTask task, CancellationToken stoppingToken)
    {
        using var http = new HttpClient(new SigningHandler(signer, new SigningHandlerOptions { TimeProvider = time }) { InnerHandler = new SocketsHttpHandler { AllowAutoRedirect = false } }) { Timeout = Timeout };
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                using HttpResponseMessage answer = await http.PostAsJsonAsync(
                    new Uri($"{url.AbsoluteUri.TrimEnd('/')}/task_created?attempt={attempt}"),
                    new { task_id = task.TaskId, subtask_id = task.SubtaskId },
                    ApiJson.Options,
                    stoppingToken);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }

                Log.PluginNotTold(logger, plugin, $"status {(int)answer.StatusCode}");
            }
            catch (Exception failure) when (failure is HttpRequestException || (failure is TaskCanceledException && !stoppingToken.IsCancellationRequested))
            {
                Log.PluginNotTold(logger, plugin, failure.GetType().Name);
            }

            if (attempt > Pauses.Length)
            {
                return;
            }

            await Task.Delay(Pauses[attempt - 1], time, stoppingToken);
        }
    }

    private Uri? UrlOf(string plugin) => Uri.TryCreate(configuration[$"Oort:Plugins:{plugin}:Url"], UriKind.Absolute, out Uri? url) ? url : null;
}
