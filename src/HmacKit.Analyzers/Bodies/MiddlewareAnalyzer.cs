using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace HmacKit.Analyzers;

/// <summary>
/// HMAC005 and HMAC006: what reads bodies before the signature of an endpoint is verified. Seen where middleware and endpoint are set up in
/// one method; a read behind a condition may be meant for other requests, and stays unsaid.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MiddlewareAnalyzer : HmacKitAnalyzer
{
    /// <summary>The rules.</summary>
    public MiddlewareAnalyzer()
        : base(looksAtTests: false, Rule.BodyUsedUp, Rule.MethodFromForm)
    {
    }

    private protected override void Register(CompilationStartAnalysisContext context, HmacKitTypes types)
    {
        if (context.Compilation.GetTypeByMetadataName("Microsoft.AspNetCore.Builder.RequirementExtensions") is null)
        {
            return;
        }

        context.RegisterOperationBlockAction(block =>
        {
            bool isSigned = false;
            List<IInvocationOperation>? middlewares = null;
            foreach (IOperation operation in block.OperationBlocks.SelectMany(item => item.Descendants()))
            {
                if (operation is not IInvocationOperation call)
                {
                    continue;
                }

                isSigned |= call.TargetMethod is { Name: "RequireSignature" or "MapWebhook", ContainingType: { Name: "RequirementExtensions" or "WebhookEndpointExtensions" } owner } && HmacKitTypes.IsOurs(owner);
                if (call.TargetMethod is { Name: "Use", ContainingType.Name: "UseExtensions" } or { Name: "UseHttpMethodOverride", ContainingType.Name: "HttpMethodOverrideExtensions" } && !IsInLambda(call))
                {
                    (middlewares ??= []).Add(call);
                }
            }

            foreach (IInvocationOperation middleware in isSigned && middlewares is not null ? middlewares : [])
            {
                if (middleware.TargetMethod.Name == "Use")
                {
                    CheckMiddleware(block.ReportDiagnostic, middleware);
                }
                else if (FormFieldOf(middleware) is { } field)
                {
                    block.ReportDiagnostic(Diagnostic.Create(Rule.MethodFromForm, field.Syntax.GetLocation()));
                }
            }
        });
    }

    /// <summary>Reports the first read of the body that comes before <c>next</c> and before <c>EnableBuffering</c>.</summary>
    private static void CheckMiddleware(Action<Diagnostic> report, IInvocationOperation middleware)
    {
        if (middleware.Arguments.Select(argument => LambdaOf(argument.Value)).FirstOrDefault(item => item is not null) is not { Symbol.Parameters: { Length: 2 } parameters } lambda)
        {
            return;
        }

        foreach (IOperation operation in lambda.Body.Descendants().OrderBy(item => item.Syntax.SpanStart))
        {
            if (operation is IParameterReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Parameter, parameters[1])
                || operation is IInvocationOperation { TargetMethod: { Name: "EnableBuffering", ContainingType.Name: "HttpRequestRewindExtensions" } })
            {
                return;
            }

            if (BodyRead.Is(operation) && !IsConditional(operation, lambda))
            {
                report(Diagnostic.Create(Rule.BodyUsedUp, operation.Syntax.GetLocation()));
                return;
            }
        }
    }

    private static IAnonymousFunctionOperation? LambdaOf(IOperation value) => value switch
    {
        IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda } => lambda,
        IAnonymousFunctionOperation lambda => lambda,
        IConversionOperation conversion => LambdaOf(conversion.Operand),
        _ => null,
    };

    private static bool IsInLambda(IOperation operation)
    {
        for (IOperation? parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsConditional(IOperation operation, IAnonymousFunctionOperation lambda)
    {
        for (IOperation? parent = operation.Parent; parent is not null && parent != lambda; parent = parent.Parent)
        {
            if (parent is IConditionalOperation or ISwitchOperation or ISwitchExpressionOperation or IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                return true;
            }
        }

        // An early return in front of the read is a condition too.
        return lambda.Body.Operations.Any(statement => statement is IConditionalOperation && statement.Syntax.Span.End <= operation.Syntax.SpanStart);
    }

    /// <summary>The assignment of a form field's name in the options of <c>UseHttpMethodOverride</c>.</summary>
    private static ISimpleAssignmentOperation? FormFieldOf(IInvocationOperation call) =>
        call.Arguments.Select(argument => Origin.Of(argument.Value)).OfType<IObjectCreationOperation>()
            .SelectMany(options => options.Initializer?.Initializers.OfType<ISimpleAssignmentOperation>() ?? [])
            .FirstOrDefault(assignment => assignment is { Target: IPropertyReferenceOperation { Property.Name: "FormFieldName" }, Value.ConstantValue: not { HasValue: true, Value: null } });
}
