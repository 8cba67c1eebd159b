using Xunit.Abstractions;

[assembly: TestFramework("HmacKit.Redis.Tests.Servers.ServerTestFramework", "HmacKit.Redis.Tests")]

namespace HmacKit.Redis.Tests.Servers;

/// <summary>Leaves out the tests of classes whose <see cref="NeedsProgramAttribute"/> isn't met.</summary>
internal sealed class ServerTestFramework(IMessageSink messages) : InstalledTestFramework(messages)
{
    protected override string? Missing(ITestClass testClass) =>
        testClass.Class.GetCustomAttributes(typeof(NeedsProgramAttribute)).FirstOrDefault()?.GetNamedArgument<string>(nameof(NeedsProgramAttribute.Program)) is { } program
            && !ProgramRun.IsInstalled(program) ? program : null;
}
