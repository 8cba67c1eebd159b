using HmacKit.Inspection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.AspNetCore.Builder;

/// <summary>The inspector's page in an application.</summary>
public static class SignatureInspectorEndpointExtensions
{
    /// <summary>
    /// Maps a page that shows each verification of the application from now on: the request without its secrets, the exact message that is signed, the proven cause of a
    /// refusal with advice, what is left of the caller's budget and which secret has matched. In Development only, and for this machine only, unless
    /// <see cref="SignatureInspectorOptions"/> says otherwise by its loud names. Needs <c>services.AddSignatureInspector()</c>.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The path of the page; <c>/hmackit</c> by default.</param>
    /// <exception cref="InvalidOperationException">The environment isn't Development, or the services have no inspector.</exception>
    public static IEndpointConventionBuilder MapSignatureInspector(this IEndpointRouteBuilder endpoints, string pattern = "/hmackit")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrWhiteSpace(pattern);
        IServiceProvider services = endpoints.ServiceProvider;
        SignatureInspectorOptions options = services.GetRequiredService<IOptions<SignatureInspectorOptions>>().Value;
        string environment = services.GetRequiredService<IWebHostEnvironment>().EnvironmentName;
        if (environment != Environments.Development && !options.ServeOutsideDevelopmentAlthoughItShowsWholeRequests)
        {
            throw new InvalidOperationException(
                $"The environment is '{environment}', and the signature inspector shows whole requests: map it in Development only. {nameof(SignatureInspectorOptions)}.{nameof(SignatureInspectorOptions.ServeOutsideDevelopmentAlthoughItShowsWholeRequests)} says otherwise.");
        }

        ApplicationInspector inspector = services.GetService<ApplicationInspector>()
            ?? throw new InvalidOperationException("The signature inspector isn't registered: call services.AddSignatureInspector().");
        inspector.Start();
        return endpoints.Map(pattern.TrimEnd('/') + "/{**rest}", context => InvokeAsync(context, inspector));
    }

    private static Task InvokeAsync(HttpContext context, ApplicationInspector inspector)
    {
        string rest = context.Request.RouteValues["rest"]?.ToString() ?? "";
        if (rest.Length == 0 && context.Request.Path.Value?.EndsWith('/') == false)
        {
            // The page's own files are beside it.
            context.Response.Redirect($"{context.Request.PathBase}{context.Request.Path}/");
            return Task.CompletedTask;
        }

        return inspector.Page!.InvokeAsync(context, "/" + rest);
    }
}
