using HmacKit.Analyzers.Fixes;
using HmacKit.Analyzers.Tests.Fixtures;

namespace HmacKit.Analyzers.Tests.Bodies;

public class MiddlewareTests
{
    private const string Signed = "app.MapPost(\"/swap\", () => \"…\").RequireSignature(\"theone\");";
    private const string Webhook = "app.MapWebhook(\"/hooks\", \"stripe\", e => Task.CompletedTask);";

    [Theory]
    [InlineData("await {|HMAC005:new StreamReader(context.Request.Body).ReadToEndAsync()|};", Signed)]
    [InlineData("await {|HMAC005:new StreamReader(context.Request.Body).ReadToEndAsync()|};", Webhook)]
    [InlineData("var reader = new StreamReader(context.Request.Body); string text = await {|HMAC005:reader.ReadToEndAsync()|};", Signed)]
    [InlineData("await {|HMAC005:context.Request.Body.CopyToAsync(Stream.Null)|};", Signed)]
    [InlineData("await {|HMAC005:context.Request.BodyReader.ReadAsync()|};", Signed)]
    [InlineData("var form = await {|HMAC005:context.Request.ReadFormAsync()|};", Signed)]
    [InlineData("var form = {|HMAC005:context.Request.Form|};", Signed)]
    [InlineData("using var json = await {|HMAC005:JsonDocument.ParseAsync(context.Request.Body)|};", Signed)]
    [InlineData("await {|HMAC005:new StreamReader(context.Request.Body).ReadToEndAsync()|}; context.Request.EnableBuffering();", Signed)]
    public Task A_middleware_that_uses_the_body_up_is_seen(string statements, string endpoint) =>
        Rules.CheckFileAsync<MiddlewareAnalyzer>(Program($"app.Use(async (context, next) => {{ {statements} await next(); }});", endpoint), isProgram: true);

    [Theory]
    [InlineData("context.Request.EnableBuffering(); await new StreamReader(context.Request.Body, leaveOpen: true).ReadToEndAsync(); await next();", Signed)]
    [InlineData("await next(); await new StreamReader(context.Request.Body).ReadToEndAsync();", Signed)]
    [InlineData("await new StreamReader(context.Request.Body).ReadToEndAsync(); await next();", "app.MapGet(\"/\", () => \"…\").RequireApiKey();")]
    [InlineData("if (context.Request.Path == \"/other\") { await new StreamReader(context.Request.Body).ReadToEndAsync(); } await next();", Signed)]
    [InlineData("if (context.Request.Path != \"/other\") { await next(); return; } await new StreamReader(context.Request.Body).ReadToEndAsync(); await next();", Signed)]
    [InlineData("if (context.Request.Path != \"/other\") { return; } await new StreamReader(context.Request.Body).ReadToEndAsync(); await next();", Signed)]
    [InlineData("await new StreamReader(context.Response.Body).ReadToEndAsync(); await next();", Signed)]
    [InlineData("context.Request.Body = new BufferedStream(context.Request.Body); await next();", Signed)]
    public Task What_leaves_the_body_or_comes_later_stays_unsaid(string statements, string endpoint) =>
        Rules.CheckFileAsync<MiddlewareAnalyzer>(Program($"app.Use(async (context, next) => {{ {statements} }});", endpoint), isProgram: true);

    [Fact]
    public Task A_branch_for_other_requests_stays_unsaid() => Rules.CheckFileAsync<MiddlewareAnalyzer>(
        Program("app.UseWhen(context => context.Request.Path == \"/other\", branch => branch.Use(async (context, next) => { await context.Request.ReadFormAsync(); await next(); }));", Signed), isProgram: true);

    [Fact]
    public Task The_method_from_a_form_field_is_seen() => Rules.CheckFileAsync<MiddlewareAnalyzer>(
        Program("app.UseHttpMethodOverride(new HttpMethodOverrideOptions { {|HMAC006:FormFieldName = \"_method\"|} });", Signed), isProgram: true);

    [Theory]
    [InlineData("app.UseHttpMethodOverride();", Signed)]
    [InlineData("app.UseHttpMethodOverride(new HttpMethodOverrideOptions());", Signed)]
    [InlineData("app.UseHttpMethodOverride(new HttpMethodOverrideOptions { FormFieldName = \"_method\" });", "app.MapGet(\"/\", () => \"…\");")]
    public Task The_method_from_a_header_stays_unsaid(string middleware, string endpoint) => Rules.CheckFileAsync<MiddlewareAnalyzer>(Program(middleware, endpoint), isProgram: true);

    [Fact]
    public Task The_fix_enables_buffering_first() => Rules.FixFileAsync<MiddlewareAnalyzer, BufferingFix>(
        """
        var app = WebApplication.Create();
        app.Use(async (context, next) =>
        {
            string text = await {|HMAC005:new StreamReader(context.Request.Body).ReadToEndAsync()|};
            await next();
        });
        app.MapPost("/swap", () => "…").RequireSignature("theone");
        app.Run();
        """,
        """
        var app = WebApplication.Create();
        app.Use(async (context, next) =>
        {
            context.Request.EnableBuffering();
            string text = await new StreamReader(context.Request.Body).ReadToEndAsync();
            await next();
        });
        app.MapPost("/swap", () => "…").RequireSignature("theone");
        app.Run();
        """,
        isProgram: true);

    private static string Program(string middleware, string endpoint) => $"""
        var app = WebApplication.Create();
        {middleware}
        {endpoint}
        app.Run();
        """;
}
