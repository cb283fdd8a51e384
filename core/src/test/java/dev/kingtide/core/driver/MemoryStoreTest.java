package dev.kingtide.core.driver;

/// [MemoryStore] keeps the contract of [Store].
class MemoryStoreTest extends StoreContract {

    @Override
    protected Store open() {
        return new MemoryStore();
    }

    @Override
    protected Store reopen(Store store) {
        return store;
    }
}
