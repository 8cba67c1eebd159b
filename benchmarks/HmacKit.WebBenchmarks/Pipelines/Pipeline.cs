using Microsoft.AspNetCore.Authentication;

namespace HmacKit.WebBenchmarks;

/// <summary>One way of getting a signed request to its handler, set up as an application would.</summary>
internal abstract class Pipeline(string name)
{
    public static IReadOnlyList<Pipeline> All { get; } =
        [new NoVerification(), new HandWritten(), new EndpointFilter(), new AuthenticationScheme(), new FrameworkAlone(), new NaiveVerification()];

    public string Name { get; } = name;

    public static Pipeline? Find(string name) => All.FirstOrDefault(pipeline => pipeline.Name == name);

    /// <summary>Adds what the pipeline needs.</summary>
    public virtual void AddServices(IServiceCollection services)
    {
    }

    /// <summary>Puts the verification before <paramref name="handler"/>, which is mapped to POST <see cref="SignedRequest.Path"/>.</summary>
    public abstract void Map(WebApplication app, RequestDelegate handler);

    protected static void AddScheme(IServiceCollection services) =>
        services.AddHmacKit(static hmac => hmac
            .AddScheme(SchemeCatalog.OsayCore, static options => options.Keys = new MemoryKeySource(SignedRequest.Ring)));

    private sealed class NoVerification() : Pipeline("none")
    {
        public override void Map(WebApplication app, RequestDelegate handler) => app.MapPost(SignedRequest.Path, handler);
    }

    private sealed class HandWritten() : Pipeline("optimum")
    {
        public override void Map(WebApplication app, RequestDelegate handler) =>
            app.MapPost(SignedRequest.Path, HandWrittenMiddleware.Before(handler));
    }

    private sealed class EndpointFilter() : Pipeline("filter")
    {
        public override void AddServices(IServiceCollection services) => AddScheme(services);

        public override void Map(WebApplication app, RequestDelegate handler) =>
            app.MapPost(SignedRequest.Path, handler).RequireSignature(SchemeCatalog.OsayCore.Name);
    }

    private sealed class AuthenticationScheme() : Pipeline("handler")
    {
        public override void AddServices(IServiceCollection services)
        {
            AddScheme(services);
            services.AddAuthentication(SchemeCatalog.OsayCore.Name).AddHmac(SchemeCatalog.OsayCore.Name);
            services.AddAuthorization();
        }

        public override void Map(WebApplication app, RequestDelegate handler) =>
            app.MapPost(SignedRequest.Path, handler).RequireAuthorization();
    }

    /// <summary>Authentication and authorization around a handler that looks at nothing: what no handler can be cheaper than.</summary>
    private sealed class FrameworkAlone() : Pipeline("framework")
    {
        public override void AddServices(IServiceCollection services)
        {
            services.AddAuthentication("constant").Services
                .AddSingleton<ConstantHandler>()
                .Configure<AuthenticationOptions>(static options => options.AddScheme<ConstantHandler>("constant", displayName: null));
            services.AddAuthorization();
        }

        public override void Map(WebApplication app, RequestDelegate handler) =>
            app.MapPost(SignedRequest.Path, handler).RequireAuthorization();
    }

    private sealed class NaiveVerification() : Pipeline("naive")
    {
        public override void Map(WebApplication app, RequestDelegate handler)
        {
            app.Use(NaiveMiddleware.InvokeAsync);
            app.MapPost(SignedRequest.Path, handler);
        }
    }
}
