// Builds that run side by side take longer than one after the other, and tests with a time limit must not wait for them.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
