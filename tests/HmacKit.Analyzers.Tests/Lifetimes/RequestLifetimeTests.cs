using HmacKit.Analyzers.Tests.Fixtures;

namespace HmacKit.Analyzers.Tests.Lifetimes;

public class RequestLifetimeTests
{
    [Theory]
    [InlineData("app.MapPost(\"/hooks\", (HttpContext context) => { var store = {|HMAC008:new MemoryReplayStore()|}; });")]
    [InlineData("app.MapGet(\"/\", () => { var buckets = {|HMAC008:new MemoryTokenBuckets()|}; });")]
    [InlineData("app.Use(async (context, next) => { var store = {|HMAC008:new MemoryReplayStore()|}; await next(); });")]
    [InlineData("app.MapWebhook(\"/hooks\", \"stripe\", e => { var store = {|HMAC008:new MemoryReplayStore()|}; return Task.CompletedTask; });")]
    [InlineData("app.MapPost(\"/hooks\", () => { var verifier = new RequestVerifier(SchemeCatalog.Svix, HmacKey.Generate(), new VerifierOptions { ReplayStore = {|HMAC008:new MemoryReplayStore()|} }); });")]
    [InlineData("services.AddScoped<IReplayStore>(_ => {|HMAC008:new MemoryReplayStore()|});")]
    [InlineData("services.AddTransient(_ => new RequestVerifier(SchemeCatalog.Svix, HmacKey.Generate(), new VerifierOptions { ReplayStore = {|HMAC008:new MemoryReplayStore()|} }));")]
    [InlineData("{|HMAC008:services.AddScoped<IReplayStore, MemoryReplayStore>()|};")]
    [InlineData("{|HMAC008:services.AddTransient<MemoryTokenBuckets>()|};")]
    [InlineData("app.MapPost(\"/hooks\", () => { var scheme = {|HMAC009:SignatureScheme.Compile(new() { Name = \"mine\" })|}; });")]
    [InlineData("app.MapPost(\"/hooks\", () => { var scheme = {|HMAC009:new MessageSignatureDefinition().Compile()|}; });")]
    public Task What_is_made_for_each_request_is_seen(string statement) => Rules.CheckAsync<RequestLifetimeAnalyzer>(Members(statement));

    [Theory]
    [InlineData("var store = new MemoryReplayStore(); app.MapPost(\"/hooks\", () => store.Count);")]
    [InlineData("services.AddSingleton<IReplayStore>(_ => new MemoryReplayStore());")]
    [InlineData("services.AddSingleton<IReplayStore, MemoryReplayStore>();")]
    [InlineData("services.AddScoped<RequestVerifier>();")]
    [InlineData("app.MapPost(\"/hooks\", () => { s_store ??= new MemoryReplayStore(); });")]
    [InlineData("app.MapPost(\"/hooks\", () => { s_scheme ??= SignatureScheme.Compile(new() { Name = \"mine\" }); });")]
    [InlineData("app.MapPost(\"/hooks\", () => { var lazy = new Lazy<MemoryReplayStore>(() => new MemoryReplayStore()); });")]
    [InlineData("app.MapWebhook(\"/hooks\", \"stripe\", e => Task.CompletedTask, options => { var store = new MemoryReplayStore(); });")]
    [InlineData("app.MapPost(\"/hooks\", () => { var verifier = new RequestVerifier(SchemeCatalog.Stripe, HmacKey.Generate()); });")]
    public Task What_is_made_once_stays_unsaid(string statement) => Rules.CheckAsync<RequestLifetimeAnalyzer>(Members(statement));

    [Fact]
    public Task Middleware_classes_actions_and_message_handlers_run_for_each_request_and_constructors_dont() => Rules.CheckFileAsync<RequestLifetimeAnalyzer>("""
        class Middleware(RequestDelegate next)
        {
            private readonly MemoryReplayStore _store = new();

            public Task InvokeAsync(HttpContext context)
            {
                var store = {|HMAC008:new MemoryReplayStore()|};
                return next(context);
            }
        }

        class Hooks : ControllerBase
        {
            private static readonly SignatureScheme Scheme = SignatureScheme.Compile(new() { Name = "mine" });

            public Hooks() => Store = new MemoryReplayStore();

            public MemoryReplayStore Store { get; }

            public string Post() => {|HMAC009:SignatureScheme.Compile(new() { Name = "mine" })|}.Name;
        }

        class Signing : DelegatingHandler
        {
            protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            {
                var scheme = {|HMAC009:SignatureScheme.Compile(new() { Name = "mine" })|};
                return base.SendAsync(request, cancellationToken);
            }
        }
        """);

    private static string Members(string statement) => $$"""
        static MemoryReplayStore s_store;
        static SignatureScheme s_scheme;

        static void Run(WebApplication app, IServiceCollection services)
        {
            {{statement}}
        }
        """;
}
