namespace Cake.BuildLock.Tests;

/// <summary>The script of the tests. Its tasks write what they see: <c>held</c> or <c>free</c>.</summary>
internal static class Script
{
    public const string Text = """
        #addin nuget:?package=Cake.BuildLock&version=0.1.0
        using System.Net.Sockets;

        var key = Argument("key", "");
        var gate = Argument("gate", 0);

        // Whether the key can be had right now, as another process would find it.
        void Look(string where, string other = null)
        {
            using var free = BuildLock.ProcessLock.TryAcquire(other ?? key);
            Console.WriteLine($"SAW {where}: {(free is null ? "held" : "free")}");
        }

        void PassGate(string name)
        {
            using var client = new TcpClient("127.0.0.1", gate);
            using var reader = new System.IO.StreamReader(client.GetStream());
            client.GetStream().Write(System.Text.Encoding.ASCII.GetBytes(name + "\n"));
            if (reader.ReadLine() != "go")
            {
                throw new Exception("The gate said no.");
            }
        }

        void Boom() => throw new Exception("the task's own error");

        TaskTeardown(context => Console.WriteLine($"TEARDOWN {context.Task.Name}"));

        Task("Nothing");

        Task("Enter").WithProcessLock(key).Does(() => PassGate("cake"));

        Task("EnterBlock").Does(() =>
        {
            using (ProcessLock(key))
            {
                PassGate("cake");
            }
        });

        Task("Plain")
            .Does(() => Look("first"))
            .WithProcessLock(key)
            .Does(() => Look("second"));
        Task("AfterPlain").IsDependentOn("Plain").Does(() => Look("after"));

        Task("WithFinally")
            .WithProcessLock(key)
            .Does(() => Look("body"))
            .Finally(() => Look("finally"));
        Task("AfterFinally").IsDependentOn("WithFinally").Does(() => Look("after"));

        Task("FinallyFirst")
            .Finally(() => Look("finally"))
            .Does(() => Look("body"))
            .WithProcessLock(key);
        Task("AfterFinallyFirst").IsDependentOn("FinallyFirst").Does(() => Look("after"));

        Task("Fails")
            .WithProcessLock(key)
            .Does(() => { Look("body"); Boom(); })
            .Finally(() => Look("finally"));
        Teardown(context => Look("teardown"));

        Task("Handles")
            .WithProcessLock(key)
            .Does(() => Boom())
            .OnError(error => { Look("handler"); Console.WriteLine($"HANDLED {error.GetType().Name}: {error.Message}"); })
            .Finally(() => Look("finally"));
        Task("AfterHandles").IsDependentOn("Handles").Does(() => Look("after"));

        Task("Reports")
            .WithProcessLock(key)
            .Does(() => Boom())
            .ReportError(error => Console.WriteLine($"REPORTED {error.Message}"));

        Task("Each")
            .WithProcessLock(key)
            .DoesForEach(() => new[] { 1, 2 }, item => Look($"item {item}"))
            .Finally(() => Look("finally"));
        Task("AfterEach").IsDependentOn("Each").Does(() => Look("after"));

        Task("EachOfList")
            .DoesForEach(new[] { 1, 2 }, item => Look($"item {item}"))
            .WithProcessLock(key);

        Task("Defers")
            .WithProcessLock(key)
            .Does(() => { Look("first"); Boom(); })
            .Does(() => Look("second"))
            .DeferOnError();

        Task("DefersEach")
            .WithProcessLock(key)
            .DoesForEach(() => new[] { 1, 2 }, item => { Look($"item {item}"); Boom(); })
            .DeferOnError();

        Task("Continues")
            .WithProcessLock(key)
            .ContinueOnError()
            .Does(() => Look("body"));
        Task("AfterContinues").IsDependentOn("Continues").Does(() => Look("after"));

        Task("SkippedBefore").WithCriteria(() => false).WithProcessLock(key).Does(() => Look("body"));
        Task("SkippedAfter").WithProcessLock(key).WithCriteria(() => false, "not today").Does(() => Look("body"));
        Task("AfterSkipped").IsDependentOn("SkippedBefore").IsDependentOn("SkippedAfter").Does(() => Look("after"));

        Task("Several")
            .WithProcessLock(key)
            .WithProcessLock("a " + key)
            .Does(() => { Look("one"); Look("other", "a " + key); });

        Task("Twice").WithProcessLock(key).WithProcessLock(key).Does(() => Look("body"));

        Task("Nested").WithProcessLock(key).Does(() => { using (ProcessLock(key)) { Look("body"); } });

        Task("Outstays")
            .WithProcessLock(key, new ProcessLockSettings().SetMaxHold(TimeSpan.FromMilliseconds(100)))
            .Does(() => BuildLock.ProcessLock.Acquire(key).Release()); // somebody else gets it: it was lost
        Task("OutstaysAndFails")
            .WithProcessLock(key, new ProcessLockSettings { MaxHold = TimeSpan.FromMilliseconds(100) })
            .Does(() => { BuildLock.ProcessLock.Acquire(key).Release(); Boom(); });

        Task("NoKey").WithProcessLock("").Does(() => Look("body"));
        Task("WrongEngine").WithProcessLock(key, new ProcessLockSettings { Engine = "flock" }).Does(() => Look("body"));
        Task("WrongDuration").WithProcessLock(key, new ProcessLockSettings { Timeout = TimeSpan.FromSeconds(-5) }).Does(() => Look("body"));
        Task("NoFolder").WithProcessLock(new ProcessLockSettings { Folder = "./no such folder" }).Does(() => Look("body"));
        Task("BlockWrongEngine").Does(() => { using (ProcessLock(key, new ProcessLockSettings().SetEngine("flock"))) { Look("body"); } });

        Task("Folder")
            .WithProcessLock(new ProcessLockSettings().SetFolder("./locked"))
            .Does(() =>
            {
                using var free = BuildLock.ProcessLock.TryAcquire(LockKey.ForFolder(MakeAbsolute(Directory("./locked")).FullPath));
                Console.WriteLine($"SAW folder: {(free is null ? "held" : "free")}");
            });

        Task("Show").Does(() =>
        {
            using (var handle = ProcessLock(key))
            {
                Console.WriteLine($"ENGINE {handle.Engine} DESCRIPTION {handle.Holder.Description}");
            }
        });

        public class Data { }
        if (Argument("target", "").StartsWith("Typed"))
        {
            Setup<Data>(context => new Data()); // once for each run only
        }

        Task("Typed").WithProcessLock(key).Does<Data>(data => Look("body"));
        new CakeTaskBuilder<Data>(Task("TypedBuilder")).WithProcessLock(key).Does((context, data) => Look("body"));

        if (Argument("twice", false))
        {
            RunTarget("WithFinally");
            Look("between");
        }

        RunTarget(Argument("target", "Nothing"));
        """;
}
