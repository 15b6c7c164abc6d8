using Xunit;

// Most of these tests wait for processes, files and ages rather than compute.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
