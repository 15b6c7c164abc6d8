// The engines beside what others use, in one run of under ten minutes; files in artifacts/bench.
//   --bench-options="--quick --rows pair,handover"
Task("bench")
    .IsDependentOn("pack") // the native command line is measured too
    .Does(() => DotNetExecute(
        $"{root}/tests/BuildLock.Benchmarks/bin/Release/net10.0/BuildLock.Benchmarks.dll",
        Argument("bench-options", string.Empty)));
