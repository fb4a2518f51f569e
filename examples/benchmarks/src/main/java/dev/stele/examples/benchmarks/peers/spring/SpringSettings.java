package dev.stele.examples.benchmarks.peers.spring;

import dev.stele.examples.benchmarks.peers.hibernate.NoteEntity;
import dev.stele.examples.benchmarks.sample.Entities;
import jakarta.persistence.EntityManagerFactory;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.persistenceunit.PersistenceManagedTypes;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;
import org.springframework.transaction.PlatformTransactionManager;

/** What Spring's reference writes for repositories over Hibernate. */
@Configuration(proxyBeanMethods = false)
@EnableJpaRepositories
class SpringSettings {
    SpringSettings() {}

    @Bean
    LocalContainerEntityManagerFactoryBean entityManagerFactory(DataSource source) {
        LocalContainerEntityManagerFactoryBean factory = new LocalContainerEntityManagerFactoryBean();
        factory.setDataSource(source);
        factory.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
        factory.setManagedTypes(PersistenceManagedTypes.of(
                Entities.with(NoteEntity.class).stream().map(Class::getName).toArray(String[]::new)));
        factory.setJpaPropertyMap(Map.of("hibernate.jdbc.batch_size", 50, "hibernate.order_inserts", true));
        return factory;
    }

    @Bean
    PlatformTransactionManager transactionManager(EntityManagerFactory factory) {
        return new JpaTransactionManager(factory);
    }
}
