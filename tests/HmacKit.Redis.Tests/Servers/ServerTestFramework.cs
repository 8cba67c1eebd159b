using System.Reflection;
using HmacKit.Redis.Tests.Servers;
using Xunit.Abstractions;
using Xunit.Sdk;

[assembly: TestFramework("HmacKit.Redis.Tests.Servers.ServerTestFramework", "HmacKit.Redis.Tests")]

namespace HmacKit.Redis.Tests.Servers;

/// <summary>xunit 2 can't leave out a test while it runs, nor an inherited one: this leaves out those of classes whose <see cref="NeedsProgramAttribute"/> isn't met.</summary>
internal sealed class ServerTestFramework(IMessageSink messages) : XunitTestFramework(messages)
{
    protected override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName) =>
        new Executor(assemblyName, SourceInformationProvider, DiagnosticMessageSink);

    private sealed class Executor(AssemblyName assembly, ISourceInformationProvider sources, IMessageSink messages)
        : XunitTestFrameworkExecutor(assembly, sources, messages)
    {
        protected override void RunTestCases(IEnumerable<IXunitTestCase> testCases, IMessageSink executionMessageSink, ITestFrameworkExecutionOptions executionOptions) =>
            base.RunTestCases(testCases.Select(Check), executionMessageSink, executionOptions);

        private IXunitTestCase Check(IXunitTestCase test)
        {
            string? program = test.TestMethod.TestClass.Class.GetCustomAttributes(typeof(NeedsProgramAttribute)).FirstOrDefault()?.GetNamedArgument<string>(nameof(NeedsProgramAttribute.Program));
            return program is null || ServerProgram.IsInstalled(program) ? test : new NotRun(DiagnosticMessageSink, test, $"{program} isn't installed; ./test.sh installs it.");
        }
    }

    private sealed class NotRun : XunitTestCase
    {
        public NotRun(IMessageSink messages, IXunitTestCase test, string reason)
            : base(messages, TestMethodDisplay.ClassAndMethod, TestMethodDisplayOptions.None, test.TestMethod, test.TestMethodArguments) => SkipReason = reason;

        [Obsolete("For deserialization, which doesn't happen.", error: true)]
        public NotRun()
        {
        }
    }
}
