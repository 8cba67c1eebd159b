using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace HmacKit.TestFixtures;

/// <summary>
/// Where a program isn't installed, the tests that need it are reported as not run, which is neither passed nor failed. xunit 2 can't leave out
/// a test while it runs, nor an inherited one.
/// </summary>
public abstract class InstalledTestFramework(IMessageSink messages) : XunitTestFramework(messages)
{
    /// <summary>The program that the tests of a class need and that isn't installed; null if they can run.</summary>
    protected abstract string? Missing(ITestClass testClass);

    protected sealed override ITestFrameworkExecutor CreateExecutor(AssemblyName assemblyName) =>
        new Executor(this, assemblyName, SourceInformationProvider, DiagnosticMessageSink);

    private sealed class Executor(InstalledTestFramework framework, AssemblyName assembly, ISourceInformationProvider sources, IMessageSink messages)
        : XunitTestFrameworkExecutor(assembly, sources, messages)
    {
        protected override void RunTestCases(IEnumerable<IXunitTestCase> testCases, IMessageSink executionMessageSink, ITestFrameworkExecutionOptions executionOptions) =>
            base.RunTestCases(testCases.Select(Check), executionMessageSink, executionOptions);

        private IXunitTestCase Check(IXunitTestCase test) =>
            framework.Missing(test.TestMethod.TestClass) is { } program ? new NotRun(DiagnosticMessageSink, test, $"{program} isn't installed; ./test.sh installs it.") : test;
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
