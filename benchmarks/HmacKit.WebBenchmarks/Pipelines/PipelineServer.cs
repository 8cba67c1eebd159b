using System.Globalization;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace HmacKit.WebBenchmarks;

/// <summary>Kestrel with one pipeline on a free loopback port. It prints its address, and ends with its standard input.</summary>
internal static class PipelineServer
{
    public const string CountersPath = "/counters";

    private static readonly byte[] Answer = "ok"u8.ToArray();

    public static async Task RunAsync(Pipeline pipeline)
    {
        await using WebApplication app = await StartAsync(pipeline);
        Console.WriteLine(AddressOf(app));
        await Console.In.ReadToEndAsync();
    }

    /// <summary>Starts an application with the pipeline.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="listener">Where connections come from; sockets if null.</param>
    public static async Task<WebApplication> StartAsync(Pipeline pipeline, IConnectionListenerFactory? listener = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        if (listener is not null)
        {
            builder.Services.AddSingleton(listener);
        }

        pipeline.AddServices(builder.Services);
        WebApplication app = builder.Build();
        app.Map(CountersPath, static branch => branch.Run(WriteCountersAsync));
        pipeline.Map(app, ReadBodyAsync);
        await app.StartAsync();
        return app;
    }

    public static string AddressOf(WebApplication app) =>
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>The handler: reads the whole body, as one that binds JSON does, and says ok.</summary>
    private static async Task ReadBodyAsync(HttpContext context)
    {
        PipeReader reader = context.Request.BodyReader;
        while (true)
        {
            ReadResult read = await reader.ReadAsync();
            if (read.IsCompleted)
            {
                context.Response.StatusCode = read.Buffer.Length == 1024 ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest;
                reader.AdvanceTo(read.Buffer.End);
                break;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }

        context.Response.ContentLength = Answer.Length;
        await context.Response.BodyWriter.WriteAsync(Answer);
    }

    private static Task WriteCountersAsync(HttpContext context)
    {
        FormattableString counters = $"{Environment.CpuUsage.TotalTime.Ticks} {GC.GetTotalAllocatedBytes(precise: true)}";
        return context.Response.WriteAsync(counters.ToString(CultureInfo.InvariantCulture));
    }
}
