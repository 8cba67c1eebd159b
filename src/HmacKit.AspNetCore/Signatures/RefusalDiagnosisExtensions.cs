using HmacKit;
using HmacKit.AspNetCore;
using Microsoft.AspNetCore.Http;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Explanations of refused requests, for those who look after the application.</summary>
public static class RefusalDiagnosisExtensions
{
    /// <summary>
    /// Changes how refused requests are explained in the log. In Development they are, without this call; elsewhere only if
    /// <see cref="RefusalDiagnosisOptions.ExplainOutsideDevelopmentBecauseOnlyOperatorsReadTheLog"/> says so.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Changes the settings.</param>
    public static HmacKitBuilder ExplainRefusals(this HmacKitBuilder builder, Action<RefusalDiagnosisOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.Configure(configure);
        return builder;
    }

    /// <summary>
    /// Why the request was refused, for <see cref="GateOptions{TResult}.OnRefused"/> and pages that only operators see; null if it wasn't
    /// explained, or not yet. It holds the message that was expected: never put any of it into the answer.
    /// </summary>
    /// <param name="context">The request.</param>
    public static SignatureDiagnosis? GetDiagnosis(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<DiagnosisFeature>()?.Diagnosis;
    }
}
